// A page that takes its form itself.

import "./linkyfy.js";

document.querySelector("form").addEventListener("submit", (event) => {
  event.preventDefault();
  event.target.outerHTML = "<p>Thank you</p>";
});
