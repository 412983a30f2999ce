/** The console's own icons, on the paper's 20 px grid. */

export const chat = "M3.5 4.5h13v9H9l-3.5 3v-3h-2z";
export const search = "M4 9a5 5 0 1 0 10 0a5 5 0 1 0-10 0M12.8 12.8l3.7 3.7";
export const people =
  "M4.8 7a2.7 2.7 0 1 0 5.4 0a2.7 2.7 0 1 0-5.4 0M2.7 15.7c.3-2.9 2.1-4.5 4.8-4.5s4.5 1.6 4.8 4.5M12.5 4.6a2.6 2.6 0 0 1 0 4.9M14 11.5c1.9.5 3 1.9 3.3 4.2";
export const gear =
  "M3.5 6h7M14.5 6h2M3.5 14h2M9.5 14h7M10.5 6a2 2 0 1 0 4 0a2 2 0 1 0-4 0M5.5 14a2 2 0 1 0 4 0a2 2 0 1 0-4 0";
export const lock = "M5 9h10v7H5zM7 9V6.5a3 3 0 0 1 6 0V9";
export const me = "M6.8 7a3.2 3.2 0 1 0 6.4 0a3.2 3.2 0 1 0-6.4 0M4 16.5c.4-3.3 2.8-5 6-5s5.6 1.7 6 5";
export const week = "M3.5 4.5h13v12h-13zM3.5 8.5h13M7.8 8.5v8M12.2 8.5v8M3.5 12.5h13";
export const bring =
  "M5.2 7a2.8 2.8 0 1 0 5.6 0a2.8 2.8 0 1 0-5.6 0M3 16c.3-3 2.2-4.7 5-4.7 1.1 0 2 .2 2.8.7M15 10.5v6M12 13.5h6";
export const hand = "M3.5 6.5h10M10.5 3.5l3 3-3 3M16.5 13.5h-10M9.5 10.5l-3 3 3 3";
export const aside = "M15.8 12.2A6.3 6.3 0 1 1 7.8 4.2a5 5 0 0 0 8 8z";
export const letter = "M3 5h14v10.5H3zM3.5 5.5 10 11l6.5-5.5";
export const clock = "M3.2 10a6.8 6.8 0 1 0 13.6 0a6.8 6.8 0 1 0-13.6 0M10 6v4l2.8 1.8";
