import { type AstNode, measured, rangeOf, type Sources, walk } from "../solidity/compile.ts";

/** A condition that can turn out both ways, and the lines of the instrumented file that say whether it did. */
export type Condition = { file: string; line: number; text: string; trueLine: number; falseLine: number };
export type Instrumented = { sources: Sources; conditions: Condition[] };

const connectives = new Set(["&&", "||"]);

/** `a && (b || !c)` has the leaves a, b and c: if each was true and false, so was the whole. */
function leavesOf(node: AstNode): AstNode[] {
  if (node.nodeType === "BinaryOperation" && connectives.has(node.operator as string))
    return [...leavesOf(node.leftExpression as AstNode), ...leavesOf(node.rightExpression as AstNode)];
  if (node.nodeType === "UnaryOperation" && node.operator === "!")
    return leavesOf(node.subExpression as AstNode);
  const components = node.components as AstNode[] | undefined;
  if (node.nodeType === "TupleExpression" && components?.length === 1)
    return leavesOf(components[0] as AstNode);
  return [node];
}

/** What a node decides upon, if it decides. */
function decisionOf(node: AstNode): AstNode | undefined {
  if (
    ["IfStatement", "WhileStatement", "DoWhileStatement", "ForStatement", "Conditional"].includes(
      node.nodeType,
    )
  )
    return (node.condition as AstNode | null) ?? undefined;
  if (node.nodeType === "BinaryOperation" && connectives.has(node.operator as string)) return node;
  const called = node.nodeType === "FunctionCall" ? (node.expression as AstNode) : undefined;
  if (called?.nodeType === "Identifier" && ["require", "assert"].includes(called.name as string))
    return (node.arguments as AstNode[])[0];
  return undefined;
}

function conditionsIn(ast: AstNode): AstNode[] {
  const found = new Map<string, AstNode>();
  for (const [node, parents] of walk(ast)) {
    // A constant's value cannot call the function that watches a condition.
    if (!parents.some(({ nodeType }) => nodeType === "Block")) continue;
    const decision = decisionOf(node);
    if (decision) for (const leaf of leavesOf(decision)) found.set(leaf.src, leaf);
  }
  const literal = ({ nodeType }: AstNode) => nodeType === "Literal";
  return [...found.values()]
    .filter((node) => !literal(node))
    .sort((a, b) => rangeOf(a).start - rangeOf(b).start);
}

/**
 * Sends every condition through a function of its own, whose two lines are run when it is true and when it is
 * false: then a tool that counts statements counts branches, in every test of either language. The functions
 * stand behind the text, so the lines above keep their numbers.
 */
export function watchConditions(sources: Sources, trees: Map<string, AstNode>): Instrumented {
  const result: Sources = new Map(sources);
  const conditions: Condition[] = [];
  for (const [file, text] of sources) {
    const ast = trees.get(file);
    if (!measured(file) || !ast) continue;
    const bytes = Buffer.from(text);
    let lines = text.split("\n").length;
    const marks: { at: number; end: number; text: string }[] = [];
    const functions: string[] = [];
    for (const node of conditionsIn(ast)) {
      const { start, end } = rangeOf(node);
      const name = `watched${conditions.length}`;
      marks.push({ at: start, end, text: `${name}(` }, { at: end, end, text: ")" });
      functions.push(
        `function ${name}(bool met) pure returns (bool) {\nif (met) {\nreturn true;\n}\nreturn false;\n}`,
      );
      const line = bytes.subarray(0, start).toString().split("\n").length;
      const shown = bytes.subarray(start, end).toString().replace(/\s+/g, " ");
      conditions.push({ file, line, text: shown, trueLine: lines + 3, falseLine: lines + 5 });
      lines += 6;
    }
    // Later places first; of two at one place the inner one first, so that the outer comes before it.
    marks.sort((a, b) => b.at - a.at || a.end - b.end);
    let woven = bytes;
    for (const { at, text: mark } of marks)
      woven = Buffer.concat([woven.subarray(0, at), Buffer.from(mark), woven.subarray(at)]);
    result.set(file, [woven.toString(), ...functions].join("\n"));
  }
  return { sources: result, conditions };
}
