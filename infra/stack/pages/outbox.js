// Filters the list where it is, so that no address ever becomes part of a URL; says when new mail has come.
const field = (id) => document.getElementById(id);
const rows = [...document.querySelectorAll("#mails tr")];

function narrow() {
  const to = field("to").value.trim().toLowerCase();
  const subject = field("subject").value.trim().toLowerCase();
  const attached = field("attached").checked;
  let shown = 0;
  for (const row of rows) {
    const matches = row.dataset.to.includes(to) && row.dataset.subject.includes(subject)
      && (!attached || row.dataset.attached !== "0");
    row.hidden = !matches;
    shown += matches ? 1 : 0;
  }
  field("matches").textContent = shown === rows.length ? "" : `${shown} of ${rows.length} listed`;
}

async function look() {
  try {
    const answer = await fetch("/api/count", { cache: "no-store" });
    const { count } = await answer.json();
    field("fresh").hidden = String(count) === field("count").textContent;
  } catch {
    // The stack was stopped; the page stays as it is.
  }
}

if (field("filters")) {
  field("filters").hidden = false;
  field("filters").addEventListener("input", narrow);
}
setInterval(look, 3000);
