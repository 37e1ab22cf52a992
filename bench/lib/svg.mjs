// Line charts, for a page that is light or dark: an SVG in an <img> follows the reader's setting by itself.
import { axisOf } from "./axis.mjs";

const size = { width: 720, height: 400 };
const plot = { left: 76, right: 676, top: 74, bottom: 346 };
const dashes = ["none", "7 4", "2 3", "9 3 2 3"];

const style = `
.back { fill: #ffffff } text { fill: #1f2328; font: 13px system-ui, sans-serif } .title { font-size: 15px; font-weight: 600 }
.grid { stroke: #d1d9e0 } .axis { stroke: #59636e } .line { fill: none; stroke-width: 2 }
.c0 { stroke: #0969da; color: #0969da } .c1 { stroke: #bc4c00; color: #bc4c00 }
.c2 { stroke: #1a7f37; color: #1a7f37 } .c3 { stroke: #8250df; color: #8250df }
.dot { fill: currentColor; stroke: none }
@media (prefers-color-scheme: dark) {
.back { fill: #0d1117 } text { fill: #f0f6fc } .grid { stroke: #30363d } .axis { stroke: #9198a1 }
.c0 { stroke: #58a6ff; color: #58a6ff } .c1 { stroke: #f0883e; color: #f0883e }
.c2 { stroke: #3fb950; color: #3fb950 } .c3 { stroke: #bc8cff; color: #bc8cff }
}
`;

/**
 * @param chart `{ title, x: { label, log }, y: { label, log }, series: { name, points: [x, y][] }[] }`, at most
 *   four series, which differ by dashes as well as by colour
 * @returns the SVG document
 */
export function lineChart({ title, x, y, series }) {
  const points = series.flatMap((line) => line.points);
  const across = axisOf(points.map(([value]) => value), x, [plot.left, plot.right]); // biome-ignore format: one axis a line
  const up = axisOf(points.map(([, value]) => value), y, [plot.bottom, plot.top]); // biome-ignore format: one axis a line
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${size.width} ${size.height}" role="img">`,
    `<title>${escaped(title)}</title><style>${style}</style>`,
    `<rect class="back" width="${size.width}" height="${size.height}"/>`,
    text(plot.left, 26, title, { class: "title" }),
    ...legend(series),
    ...across.ticks.map(({ at, label }) => text(at, plot.bottom + 20, label, middle)),
    ...up.ticks.flatMap(({ at, label }) => [
      line("grid", plot.left, at, plot.right, at),
      text(plot.left - 8, at + 4, label, { "text-anchor": "end" }),
    ]),
    line("axis", plot.left, plot.bottom, plot.right, plot.bottom),
    text((plot.left + plot.right) / 2, plot.bottom + 44, x.label, middle),
    upright(18, (plot.top + plot.bottom) / 2, y.label),
    ...series.flatMap((one, index) => drawn(one, index, across, up)),
    "</svg>\n",
  ].join("\n");
}

const middle = { "text-anchor": "middle" };

function legend(series) {
  const step = (plot.right - plot.left) / series.length;
  return series.flatMap(({ name }, index) => {
    const at = plot.left + index * step;
    return [
      `<path class="line c${index}" stroke-dasharray="${dashes[index]}" d="M${at} 50h28"/>`,
      text(at + 34, 54, name),
    ];
  });
}

function drawn({ points }, index, across, up) {
  const places = points.map(([x, y]) => [across.place(x).toFixed(1), up.place(y).toFixed(1)]);
  const dots = places.length > 40 ? [] : places;
  return [
    `<polyline class="line c${index}" stroke-dasharray="${dashes[index]}" points="${places.join(" ")}"/>`,
    ...dots.map(([x, y]) => `<circle class="dot c${index}" cx="${x}" cy="${y}" r="3.5"/>`),
  ];
}

function line(name, x1, y1, x2, y2) {
  return `<path class="${name}" d="M${x1} ${y1.toFixed(1)}L${x2} ${y2.toFixed(1)}"/>`;
}

function upright(x, y, words) {
  return text(x, y, words, { ...middle, transform: `rotate(-90 ${x} ${y})` });
}

function text(x, y, words, attributes = {}) {
  const more = Object.entries(attributes).map(([name, value]) => ` ${name}="${value}"`);
  return `<text x="${x.toFixed(1)}" y="${y.toFixed(1)}"${more.join("")}>${escaped(words)}</text>`;
}

function escaped(words) {
  return words.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
}
