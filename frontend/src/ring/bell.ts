/** The agent's two sounds: two low bell strokes while somebody rings, one soft tap for words. No files, only WebAudio. */

/** Hertz and loudness of a struck bell's partials: hum, prime, tierce, quint, nominal. */
const PARTIALS: readonly (readonly [number, number])[] = [
  [98, 0.5],
  [196, 0.9],
  [233, 0.35],
  [294, 0.25],
  [392, 0.3],
];
const SECOND_STROKE_S = 0.55;
const REPEAT_MS = 4_000;

export class Bell {
  volume = 0.7;
  private context: AudioContext | null = null;
  private again: ReturnType<typeof setInterval> | undefined;

  /** `make` gives the audio; browsers keep it silent until a gesture. */
  constructor(private readonly make: () => AudioContext = () => new AudioContext()) {}

  /** Whether a sound would be heard now. */
  get ready(): boolean {
    return this.context?.state === "running";
  }

  /** To be called inside a gesture: from then on sounds are heard. */
  async unlock(): Promise<void> {
    try {
      this.context ??= this.make();
      await this.context.resume();
    } catch {
      this.context = null;
    }
  }

  get ringing(): boolean {
    return this.again !== undefined;
  }

  /** Rings until `stop`. */
  ring(): void {
    if (this.ringing) return;
    this.strokes();
    this.again = setInterval(() => this.strokes(), REPEAT_MS);
  }

  stop(): void {
    clearInterval(this.again);
    this.again = undefined;
  }

  strokes(): void {
    for (const at of [0, SECOND_STROKE_S]) {
      for (const [hertz, loud] of PARTIALS) this.tone(hertz, loud * 0.22, at, 1.9);
    }
  }

  tap(): void {
    this.tone(420, 0.16, 0, 0.09);
    this.tone(640, 0.06, 0, 0.05);
  }

  private tone(hertz: number, loud: number, at: number, lasts: number): void {
    const context = this.context;
    if (!context || !this.ready || this.volume === 0) return;
    const start = context.currentTime + at;
    const tone = context.createOscillator();
    const gain = context.createGain();
    tone.frequency.value = hertz;
    gain.gain.setValueAtTime(0.0001, start);
    gain.gain.exponentialRampToValueAtTime(Math.max(0.0002, loud * this.volume), start + 0.008);
    gain.gain.exponentialRampToValueAtTime(0.0001, start + lasts);
    tone.connect(gain).connect(context.destination);
    tone.start(start);
    tone.stop(start + lasts);
  }
}
