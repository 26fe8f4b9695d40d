// Evaluates the expressions of infra/kubernetes/labels-only as an API server would: labels may change, anything else may not.
// Usage: labels-only.mjs FILE, the rendered policy.
import { readFileSync } from "node:fs";
import { evaluate } from "@marcbachmann/cel-js";
import { parseAllDocuments } from "yaml";

const { spec } = parseAllDocuments(readFileSync(process.argv[2], "utf8")).map((document) => document.toJS()).find(({ kind }) => kind === "ValidatingAdmissionPolicy");

const before = {
  metadata: { name: "web-1", labels: { app: "web" }, annotations: { revision: "1" }, ownerReferences: [{ kind: "Rollout", name: "web", uid: "u" }] },
  spec: { replicas: 1, template: { spec: { containers: [{ name: "web", image: "web:1" }] } } },
};
const change = (edit) => {
  const after = structuredClone(before);
  edit(after);
  return after;
};
const labeler = "system:serviceaccount:tagalong:tagalong";

/** Null where the policy has nothing to say, else the messages of what it refuses. */
function judge(username, object, operation = "UPDATE") {
  const variables = { object, oldObject: before, request: { operation, userInfo: { username } } };
  if (!spec.matchConditions.every(({ expression }) => evaluate(expression, variables))) return null;
  return spec.validations.filter(({ expression }) => evaluate(expression, variables) !== true).map(({ message }) => message);
}

const cases = [
  ["a label", judge(labeler, change(({ metadata }) => (metadata.labels.team = "payments"))), 0],
  ["the first label", judge(labeler, change(({ metadata }) => delete metadata.labels)), 0],
  ["the pod template", judge(labeler, change(({ spec }) => (spec.template.spec.containers[0].image = "evil:1"))), 1],
  ["the replicas", judge(labeler, change(({ spec }) => (spec.replicas = 0))), 1],
  ["no spec", judge(labeler, change((object) => delete object.spec)), 1],
  ["an annotation", judge(labeler, change(({ metadata }) => (metadata.annotations.more = "1"))), 1],
  ["no annotations", judge(labeler, change(({ metadata }) => delete metadata.annotations)), 1],
  ["an owner", judge(labeler, change(({ metadata }) => (metadata.ownerReferences[0].uid = "v"))), 1],
  ["a finalizer", judge(labeler, change(({ metadata }) => (metadata.finalizers = ["x"]))), 1],
  ["a creation", judge(labeler, before, "CREATE"), 1],
  ["somebody else", judge("system:serviceaccount:argo-rollouts:argo-rollouts", change(({ spec }) => (spec.replicas = 0))), null],
];
const wrong = cases.filter(([, refused, expected]) => (refused === null ? null : refused.length) !== expected);
wrong.forEach(([name, refused, expected]) => console.error(`labels-only: ${name}: ${JSON.stringify(refused)}, and ${expected} were expected`));
console.log(`${cases.length} requests were judged by the policy labels-only, ${wrong.length} wrongly`);
process.exit(wrong.length > 0 ? 1 : 0);
