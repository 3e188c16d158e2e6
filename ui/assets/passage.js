// Clicks on citation markers, wherever in the page they are, open their passage in this panel.
document.addEventListener("click", (event) => {
  const link = event.target.closest('a[href^="#cite?"]');
  if (!link) return;
  event.preventDefault();
  document.querySelectorAll("a.viva-open").forEach((other) => other.classList.remove("viva-open"));
  link.classList.add("viva-open");
  trigger("select", { link: link.getAttribute("href") });
}, true);

// A long passage is scrolled to the words that were quoted.
const body = () => document.querySelector("#viva-passage-body");
watch("value", () => setTimeout(() => {
  const quote = body()?.querySelector("mark, .viva-quote");
  if (quote) quote.scrollIntoView({ block: "nearest", behavior: "smooth" });
}, 150));
