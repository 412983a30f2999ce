/**
 * The phone tells the truth: handset lifted, somebody is here; resting, nobody is; cord, we are redialling.
 * They take the colour of their surroundings, and the size given by `width`.
 */

const HANDSET = (
  <>
    <path
      d="M4.7 12.6C5.1 9 7.7 7.3 12 7.3s6.9 1.7 7.3 5.3"
      fill="none"
      stroke="currentColor"
      stroke-width="3.6"
      stroke-linecap="round"
    />
    <rect x="1.5" y="11.3" width="6.6" height="5.1" rx="1.6" transform="rotate(5 4.8 13.8)" />
    <rect x="15.9" y="11.3" width="6.6" height="5.1" rx="1.6" transform="rotate(-5 19.2 13.8)" />
  </>
);

/** The handset: lifted while somebody is here. */
export function Mark({ lifted, width = 20 }: { readonly lifted: boolean; readonly width?: number }) {
  return (
    <svg class="m" viewBox="0 0 24 24" width={width} height={width} aria-hidden="true">
      {lifted ? (
        <g transform="translate(12 12) scale(1.13) rotate(-135) translate(-12 -12.1)">{HANDSET}</g>
      ) : (
        <>
          <g transform="translate(0 -2)">{HANDSET}</g>
          <path d="M8.9 13.2h6.2c.5 0 .9.3 1.2.7l3.5 6a.8.8 0 0 1-.7 1.2H4.9a.8.8 0 0 1-.7-1.2l3.5-6c.3-.4.7-.7 1.2-.7z" />
        </>
      )}
    </svg>
  );
}

const COIL = "c2.9 0 6.2 1.8 6.8 5 .6 3-1.2 5.8-3.6 5.8s-4.2-2.8-3.6-5.8c.6-3.2 3.9-5 6.8-5";

/** The cord, while the line is down. */
export function Cord() {
  return (
    <svg class="cord" viewBox="0 0 40 16" width="40" height="16" aria-hidden="true">
      <g fill="none" stroke="currentColor" stroke-width="1.6" stroke-linecap="round">
        {[0, 6.4, 12.8, 19.2, 25.6].map((x) => (
          <path key={x} d={`M${x} 2.6${COIL}`} />
        ))}
        <path d="M32 2.6h8" />
      </g>
    </svg>
  );
}

/** Where the holes of the dial are. */
const HOLES = [
  [60, 54.5],
  [68.1, 57.9],
  [71.5, 66],
  [68.1, 74.1],
  [60, 77.5],
  [51.9, 74.1],
  [48.5, 66],
  [51.9, 57.9],
];

/** The big blue phone, one a screen: greeting, empty states, sign-in. */
export function Desk({ lifted, width = 104 }: { readonly lifted: boolean; readonly width?: number }) {
  return (
    <svg
      class="m desk"
      viewBox="0 0 120 96"
      width={width}
      height={width * 0.8}
      overflow="visible"
      aria-hidden="true"
    >
      <path d="M30 40h60c5 0 9 3.3 10.2 8.2l7 31.2c1.3 5.8-3.1 11.3-9 11.3H21.8c-5.9 0-10.3-5.5-9-11.3l7-31.2C21 43.3 25 40 30 40z" />
      <path d="M40 26h7v15h-7zM73 26h7v15h-7z" />
      <circle class="dial" cx="60" cy="66" r="17" />
      {HOLES.map(([x, y]) => (
        <circle key={`${x} ${y}`} cx={x} cy={y} r="2.5" />
      ))}
      <circle cx="60" cy="66" r="4.5" />
      <g transform={lifted ? "translate(-2 -9) rotate(-13 60 20)" : ""}>
        <path
          d="M17 25C19 11 34 8.5 60 8.5S101 11 103 25"
          fill="none"
          stroke="currentColor"
          stroke-width="13"
          stroke-linecap="round"
        />
        <rect x="3" y="20" width="29" height="19" rx="6" transform="rotate(4 17 30)" />
        <rect x="88" y="20" width="29" height="19" rx="6" transform="rotate(-4 103 30)" />
      </g>
    </svg>
  );
}
