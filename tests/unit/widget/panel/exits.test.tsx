import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { comes } from "../../patience";
import { Stage } from "./stage";

let stage: Stage;

beforeEach(() => {
  stage = new Stage();
});
afterEach(() => {
  stage.leaves();
  document.body.replaceChildren();
});

describe("the two exits", () => {
  it("are on the first screen and in the conversation", async () => {
    await stage.opens();
    const exits = () => stage.box.querySelector(".exits")?.textContent;
    expect(exits()).toBe("Get me someone who can fix thisLet me leave");
    await stage.says("Hello");
    expect(exits()).toBe("Get me someone who can fix thisLet me leave");
  });

  it("ask for somebody, once until something comes of it, and give the cursor back", async () => {
    await stage.opens();
    await stage.clicks("Get me someone who can fix this");
    await stage.clicks("Get me someone who can fix this");
    expect(stage.sent("escalate")).toHaveLength(1);
    expect(stage.sent("say")).toEqual([]);
    expect(stage.box.querySelector(".own.sending")?.textContent).toContain("Get me someone who can fix this");
    expect(document.activeElement).toBe(stage.field);
  });

  it("let the visitor leave in one click; the question comes after, and may be skipped", async () => {
    await stage.opens();
    await stage.says("Hello");
    await stage.clicks("Let me leave");
    expect(stage.sent("leave")).toHaveLength(1);
    expect(stage.text).not.toContain("Why");
    const { id } = stage.sent("leave")[0] as { id: string };
    const conversation = stage.history.id;
    stage.history.happen("leave");
    await stage.hears({ type: "left", id, departure: "departure", number: "7K4-2093", at: 1, conversation });
    expect(stage.text).toContain("You have left.");
    expect(stage.text).toContain("Receipt 7K4-2093");
    await comes(() => expect(stage.text).toContain("Why, if you like?"));
    expect(stage.box.querySelector(".exits")?.textContent).toBe("Get me someone who can fix this");
    const [skip, send] = [...stage.box.querySelectorAll(".two button")];
    expect(skip?.className).toBe(send?.className);
    expect(stage.box.querySelectorAll("[aria-pressed=true]")).toHaveLength(0);
    expect(stage.box.querySelectorAll(".reason")).toHaveLength(9);
    await stage.clicks("Skip");
    expect(stage.sent("why")).toEqual([]);
    await stage.clicks("Talk to us again");
    expect(stage.text).toContain("Ana is here.");
  });

  it("keep the receipt over a reload, and send a reason in the visitor's own words", async () => {
    await stage.opens();
    await stage.clicks("Let me leave");
    const { id } = stage.sent("leave")[0] as { id: string };
    await stage.hears({ type: "left", id, departure: "departure", number: "7K4", at: 1, conversation: null });
    await stage.reloads();
    await comes(() => expect(stage.text).toContain("Why, if you like?"));
    await stage.clicks("Too expensive");
    await stage.clicks("Send");
    expect(stage.sent("why")).toMatchObject([{ departure: "departure", reason: "too_expensive", words: "" }]);
    await stage.hears({ type: "thanked", id: stage.sent("why")[0]?.id, departure: "departure" });
    expect(stage.text).toContain("Thank you for saying why.");
  });

  it("take a leaving said while the line is down, and say when it takes effect", async () => {
    await stage.opens();
    await stage.says("Hello");
    await stage.drops();
    await stage.clicks("Let me leave");
    expect(stage.text).toContain("Leaving");
    await comes(() => expect(stage.text).toContain("as soon as the line is back"), 3_000);
    stage.world.passes(15_000);
    await stage.connects();
    expect(stage.sent("leave")).toHaveLength(1);
  });
});
