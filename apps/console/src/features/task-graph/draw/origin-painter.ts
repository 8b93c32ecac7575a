import { originHalfHeight } from './sizes.ts';
import type { Context, Stage } from './stage.ts';

const smallestHalfHeightPx = 10;

/** The chip at the top that stands for the task's source; peers that fetch from it hang on amber edges. */
export function drawOrigin(g: Context, stage: Stage, host: string): void {
  const { view, palette, texts, originY, words } = stage;
  const title = words.t.origin;
  if (originY === undefined) return;
  const half = Math.max(smallestHalfHeightPx, Math.min(24, originHalfHeight * view.k));
  const px = half >= 15 ? 12.5 : 11;
  const bold = `600 ${px}px ${palette.font}`;
  const plain = `400 ${px - 0.5}px ${palette.font}`;
  const titleWidth = texts.widthOf(title, bold);
  const hostText = half >= 13 ? host : '';
  const hostWidth = hostText === '' ? 0 : texts.widthOf(hostText, plain) + 8;
  const iconWidth = half * 0.9;
  const width = iconWidth + 8 + titleWidth + hostWidth + half * 1.3;
  const x = view.tx - width / 2;
  const y = originY * view.k + view.ty;
  g.globalAlpha = 1;
  g.beginPath();
  g.roundRect(x, y - half, width, 2 * half, half);
  g.fillStyle = palette.surface;
  g.fill();
  g.globalAlpha = 0.1;
  g.fillStyle = palette.origin;
  g.fill();
  g.globalAlpha = 0.75;
  g.lineWidth = 1.5;
  g.strokeStyle = palette.origin;
  g.stroke();
  g.globalAlpha = 1;
  drawGlobe(g, x + half * 0.7 + iconWidth / 2, y, iconWidth / 2, palette.origin);
  const look = { px, halo: 'transparent' };
  const titleX = x + half * 0.7 + iconWidth + 8 + titleWidth / 2;
  texts.draw(g, title, titleX, y + 0.5, { ...look, font: bold, ink: palette.text });
  if (hostText === '') return;
  const hostX = titleX + titleWidth / 2 + hostWidth / 2 + 4;
  texts.draw(g, hostText, hostX, y + 0.5, { ...look, font: plain, ink: palette.muted });
}

function drawGlobe(g: Context, x: number, y: number, radius: number, ink: string): void {
  g.strokeStyle = ink;
  g.lineWidth = Math.max(1.1, radius * 0.18);
  g.beginPath();
  g.arc(x, y, radius, 0, Math.PI * 2);
  g.moveTo(x - radius, y);
  g.lineTo(x + radius, y);
  g.ellipse(x, y, radius * 0.45, radius, 0, 0, Math.PI * 2);
  g.stroke();
}
