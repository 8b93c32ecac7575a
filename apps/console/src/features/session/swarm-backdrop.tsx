interface Dot {
  readonly x: number;
  readonly y: number;
}

const rowHeights = [90, 270, 450, 630, 810];
const rowCounts = [2, 5, 9, 13, 9];
const width = 1440;

/** Even rows, nudged so that no two columns line up. */
const rows: readonly (readonly Dot[])[] = rowCounts.map((count, row) =>
  Array.from({ length: count }, (_, i) => ({
    x: Math.round(((i + 0.5 + 0.22 * Math.sin(row * 2.3 + i * 1.7)) * width) / count),
    y: rowHeights[row] ?? 0,
  })),
);

const edges = rows.slice(1).flatMap((children, row) =>
  children.flatMap((child, i) => {
    const parents = rows[row] ?? [];
    const nearest = [...parents].sort((a, b) => Math.abs(a.x - child.x) - Math.abs(b.x - child.x));
    return nearest
      .slice(0, i % 3 === 0 ? 2 : 1)
      .map((parent, rank) => ({ parent, child, hot: rank === 0 && (i * 7 + row * 3) % 4 === 0 }));
  }),
);

const curve = ({ parent, child }: { parent: Dot; child: Dot }) => {
  const drop = (child.y - parent.y) / 2;
  return `M${parent.x} ${parent.y + 14}C${parent.x} ${parent.y + drop} ${child.x} ${child.y - drop} ${child.x} ${child.y - 12}`;
};

/** A swarm at rest behind the door: decoration. */
export function SwarmBackdrop() {
  return (
    <svg
      aria-hidden="true"
      viewBox="0 0 1440 900"
      preserveAspectRatio="xMidYMid slice"
      className="pointer-events-none absolute inset-0 size-full opacity-70 [mask-image:radial-gradient(ellipse_at_center,transparent_18%,black_75%)]"
    >
      {edges.map((edge) => (
        <path
          key={`${edge.parent.x}-${edge.child.x}-${edge.child.y}`}
          d={curve(edge)}
          fill="none"
          stroke={edge.hot ? 'var(--edge-hot)' : 'var(--edge-idle)'}
          strokeWidth={edge.hot ? 1.6 : 1}
          strokeOpacity={edge.hot ? 0.7 : 0.9}
        />
      ))}
      {rows.flatMap((dots, row) =>
        dots.map(({ x, y }) =>
          row === 0 ? (
            <rect
              key={`${x}-${y}`}
              x={x - 13}
              y={y - 13}
              width="26"
              height="26"
              rx="8"
              fill="var(--disc)"
              stroke="var(--seed)"
              strokeWidth="2"
            />
          ) : (
            <circle key={`${x}-${y}`} cx={x} cy={y} r="10" fill="var(--disc)" stroke="var(--track)" strokeWidth="2.5" />
          ),
        ),
      )}
    </svg>
  );
}
