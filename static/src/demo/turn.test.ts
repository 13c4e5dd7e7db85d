import { expect, it } from "vitest";
import { fromFragment, goesOnAt } from "../graph/link";
import { network } from "./testing";
import { linkTo } from "./turn";

it("a link opens the lab with the board as it stands", async () => {
  const link = new URL(await linkTo("se-module", network, "http://10.0.0.2:8000"));
  expect(link.host + link.pathname).toBe("10.0.0.2:8000/labs/se-module");
  const parsed = await fromFragment(link.hash);
  expect(parsed?.ok && parsed.doc.nodes.map(({ id }) => id)).toEqual(["input", "a", "b", "c"]);
  expect(goesOnAt(link.hash)).toBe("c");
});
