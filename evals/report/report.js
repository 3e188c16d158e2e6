// Tables sort by the column that is clicked; failing questions are filtered.
document.querySelectorAll("table").forEach(table => {
  const heads = [...table.tHead.rows[0].cells];
  heads.forEach((head, column) => head.addEventListener("click", () => {
    const down = head.getAttribute("aria-sort") !== "descending";
    heads.forEach(other => other.removeAttribute("aria-sort"));
    head.setAttribute("aria-sort", down ? "descending" : "ascending");
    const key = row => row.cells[column].dataset.value ?? row.cells[column].textContent.trim();
    const compare = (a, b) => key(a) - key(b) || (isNaN(key(a)) ? key(a).localeCompare(key(b)) : 0);
    const body = table.tBodies[0];
    body.append(...[...body.rows].sort((a, b) => down ? compare(b, a) : compare(a, b)));
  }));
});

const filters = [...document.querySelectorAll("[data-filter]")];
function refilter() {
  let shown = 0;
  document.querySelectorAll("details.case").forEach(item => {
    const fits = filters.every(({ dataset, value }) => dataset.filter === "text"
      ? item.textContent.toLowerCase().includes(value.toLowerCase())
      : !value || item.dataset[dataset.filter].split("|").includes(value));
    item.hidden = !fits;
    shown += fits;
  });
  document.querySelectorAll("#shown").forEach(count => { count.textContent = shown; });
}
filters.forEach(filter => filter.addEventListener("input", refilter));
refilter();
