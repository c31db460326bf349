// Reads the marks of a funnel out, by mouse and by keyboard. Without this file the same figures
// stand in the tables of the page.
const SVG = "http://www.w3.org/2000/svg";
const NEAR = 24; // pixels of the picture

const readout = document.querySelector("[data-readout]");
const picture = readout && document.querySelector("svg#funnel");
const marks = readout ? JSON.parse(readout.dataset.readout) : [];

if (picture && marks.length) {
  const region = picture.closest("[tabindex]");
  const ring = document.createElementNS(SVG, "circle");
  const shape = { r: 11, fill: "none", stroke: "#212b32", "stroke-width": 3, display: "none" };
  Object.entries(shape).forEach(([name, value]) => ring.setAttribute(name, value));
  picture.append(ring);
  readout.hidden = false;
  let at = -1;

  const show = (place) => {
    at = place;
    const [x, y, words] = marks[place];
    ring.setAttribute("cx", x);
    ring.setAttribute("cy", y);
    ring.setAttribute("display", "inline");
    readout.textContent = words;
  };

  region.addEventListener("keydown", (event) => {
    const last = marks.length - 1;
    const next = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: last }[event.key];
    if (next === undefined) return;
    event.preventDefault();
    show(Math.min(Math.max(next, 0), last));
  });

  picture.addEventListener("pointermove", (event) => {
    const box = picture.getBoundingClientRect();
    const scale = picture.viewBox.baseVal.width / box.width;
    const x = (event.clientX - box.left) * scale;
    const y = (event.clientY - box.top) * scale;
    const far = marks.map((mark) => Math.hypot(mark[0] - x, mark[1] - y));
    const nearest = far.indexOf(Math.min(...far));
    if (far[nearest] <= NEAR && nearest !== at) show(nearest);
  });
}
