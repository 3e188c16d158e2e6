"""The commands of `viva`, one module a group; heavy imports happen inside them."""
