/** The colours and the type face of a drawing, as text a canvas understands. One palette a theme. */
export interface Palette {
  readonly dark: boolean;
  readonly font: string;
  readonly background: string;
  readonly band: string;
  readonly surface: string;
  readonly border: string;
  readonly text: string;
  readonly muted: string;
  readonly faint: string;
  readonly track: string;
  readonly disc: string;
  readonly edgeIdle: string;
  readonly edgeActive: string;
  readonly edgeHot: string;
  readonly focus: string;
  readonly seed: string;
  readonly waiting: string;
  readonly downloading: string;
  readonly origin: string;
  readonly done: string;
  readonly failed: string;
}

/** The colours of the peer states, by state code. */
export const stateColours = (palette: Palette): readonly string[] => [
  palette.waiting,
  palette.downloading,
  palette.origin,
  palette.done,
  palette.failed,
];
