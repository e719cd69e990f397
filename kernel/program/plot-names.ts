/**
 * What of Observable Plot a `plot` cell may use. The kernel records calls and never loads Plot itself (it needs
 * a document), so its names are kept here; a test compares them with the real module.
 */

/** Functions whose call can be recorded and made later by the page. */
export const plotFunctions: readonly string[] = [
  ...['plot', 'marks', 'legend'],
  ...['area', 'areaX', 'areaY', 'arrow', 'auto', 'barX', 'barY', 'bollingerX', 'bollingerY', 'boxX', 'boxY'],
  ...['axisX', 'axisY', 'axisFx', 'axisFy', 'gridX', 'gridY', 'gridFx', 'gridFy'],
  ...['cell', 'cellX', 'cellY', 'circle', 'cluster', 'contour', 'crosshair', 'crosshairX', 'crosshairY'],
  ...['delaunayLink', 'delaunayMesh', 'density', 'differenceX', 'differenceY', 'dot', 'dotX', 'dotY', 'frame'],
  ...['geo', 'graticule', 'hexagon', 'hexgrid', 'hull', 'image', 'line', 'lineX', 'lineY'],
  ...['linearRegressionX', 'linearRegressionY', 'link', 'raster', 'rect', 'rectX', 'rectY', 'ruleX', 'ruleY'],
  ...['sphere', 'spike', 'text', 'textX', 'textY', 'tickX', 'tickY', 'tip', 'tree', 'vector', 'vectorX', 'vectorY'],
  ...['voronoi', 'voronoiMesh', 'waffleX', 'waffleY'],
  ...['bin', 'binX', 'binY', 'bollinger', 'centroid', 'dodgeX', 'dodgeY', 'filter', 'find', 'geoCentroid'],
  ...['group', 'groupX', 'groupY', 'groupZ', 'hexbin', 'map', 'mapX', 'mapY', 'normalize', 'normalizeX', 'normalizeY'],
  ...['pointer', 'pointerX', 'pointerY', 'reverse', 'select', 'selectFirst', 'selectLast'],
  ...['selectMaxX', 'selectMaxY', 'selectMinX', 'selectMinY', 'shiftX', 'shiftY', 'shuffle', 'sort'],
  ...['stackX', 'stackX1', 'stackX2', 'stackY', 'stackY1', 'stackY2', 'treeLink', 'treeNode'],
  ...['window', 'windowX', 'windowY'],
];

/** Members that are values, not functions; recorded as a call without arguments. */
export const plotConstants: readonly string[] = ['identity', 'indexOf'];

/** Functions that Plot has and a cell may not use, and what to write instead. */
export const plotRefused: Readonly<Record<string, string>> = {
  autoSpec: 'Write the marks, or use Plot.auto.',
  column: 'Build the array with map().',
  formatIsoDate: 'Give tickFormat a d3-format string such as ".2f".',
  formatMonth: 'Give tickFormat a d3-format string such as ".2f".',
  formatNumber: 'Give tickFormat a d3-format string such as ".2f".',
  formatWeekday: 'Give tickFormat a d3-format string such as ".2f".',
  initializer: 'Compute the values first and pass them as data.',
  interpolateNearest: 'Name the method: interpolate: "nearest".',
  interpolateNone: 'Name the method: interpolate: "none".',
  interpolatorBarycentric: 'Name the method: interpolate: "barycentric".',
  interpolatorRandomWalk: 'Name the method: interpolate: "random-walk".',
  numberInterval: 'Give the interval as a number.',
  scale: 'Give the scale as an option of Plot.plot.',
  timeInterval: 'Virtual time is a number of milliseconds: give the interval as a number.',
  transform: 'Compute the values first and pass them as data.',
  utcInterval: 'Virtual time is a number of milliseconds: give the interval as a number.',
  valueof: 'Build the array with map().',
};
