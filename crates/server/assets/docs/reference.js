// Renders /openapi.json as a page to read. Texts go in as text, never as markup.

/** @typedef {{[key: string]: any}} Json */

const METHODS = ["get", "post", "put", "patch", "delete"];

/**
 * Makes an element from a tag, attributes and children.
 * @param {string} tag
 * @param {Record<string, string>} attributes
 * @param {...(Node | string)} children
 */
function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
}

/** Text in which `backquoted` parts are code. @param {string} [text] */
function prose(text = "") {
  const parts = text.split("`").map((part, index) => (index % 2 ? make("code", {}, part) : part));
  return make("span", {}, ...parts);
}

/** Follows a reference within the description. @param {Json} api @param {Json} node @returns {Json} */
function resolve(api, node) {
  if (!node?.$ref) return node ?? {};
  return node.$ref.slice(2).split("/").reduce((/** @type {Json} */ at, /** @type {string} */ key) => at[key], api);
}

/** A schema in a few words. @param {Json} schema @returns {string} */
function kind(schema) {
  if (schema.$ref) return schema.$ref.split("/").pop();
  if (schema.oneOf) return schema.oneOf.map(kind).filter((/** @type {string} */ name) => name !== "").join(" | ");
  if (schema.type === "array" || schema.type?.includes?.("array")) return `${kind(schema.items)}[]`;
  const names = [schema.type ?? "any"].flat().filter((name) => name !== "null").join(" | ");
  return schema.format ? `${names} (${schema.format})` : names;
}

/** The properties of a schema, those of its parts included. @param {Json} api @param {Json} schema @returns {Json} */
function shape(api, schema) {
  const whole = resolve(api, schema);
  const parts = (whole.allOf ?? []).map((/** @type {Json} */ part) => shape(api, part));
  return {
    properties: Object.assign({}, ...parts.map((/** @type {Json} */ part) => part.properties), whole.properties),
    required: [...parts.flatMap((/** @type {Json} */ part) => part.required), ...(whole.required ?? [])],
  };
}

/** A body with an example in every field. @param {Json} api @param {Json} schema @returns {any} */
function example(api, schema, depth = 0) {
  const whole = resolve(api, schema);
  if (whole.example !== undefined) return whole.example;
  if (whole.enum) return whole.enum[0];
  if (depth > 6) return null;
  if (whole.oneOf) {
    const best = whole.oneOf.find((/** @type {Json} */ one) => one.type !== "null");
    return example(api, best, depth + 1);
  }
  const { properties } = shape(api, whole);
  if (Object.keys(properties).length > 0) {
    const fields = Object.entries(properties).map(([name, part]) => [name, example(api, part, depth + 1)]);
    return Object.fromEntries(fields);
  }
  const type = [whole.type].flat()[0];
  if (type === "array") return [example(api, whole.items, depth + 1)];
  if (whole.format === "date-time") return "2030-02-05T19:30:00Z";
  if (whole.format === "uuid") return "0190b6c8-7a54-7c3e-9d0f-3a1b5c7d9e2f";
  return { string: "…", integer: whole.minimum ?? 0, number: 0, boolean: true }[type] ?? null;
}

/** @param {[string, Json, boolean][]} fields */
function list(fields) {
  const rows = fields.flatMap(([name, field, required]) => {
    const term = make("dt", {}, make("code", {}, name), " ", make("span", { class: "kind" }, kind(field.schema ?? field)));
    if (required) term.append(" ", make("span", { class: "needed" }, "required"));
    return [term, make("dd", {}, prose(field.description))];
  });
  return make("dl", {}, ...rows);
}

/** @param {string} title @param {...Node} content */
function part(title, ...content) {
  return make("div", {}, make("h4", {}, title), ...content);
}

/** @param {Json} api @param {Json} schema */
function fieldsOf(api, schema) {
  const { properties, required } = shape(api, schema);
  return Object.entries(properties).map(([name, field]) => /** @type {[string, Json, boolean]} */ ([name, field, required.includes(name)]));
}

/** @param {Json} api @param {string} path @param {string} method @param {Json} operation */
function article(api, path, method, operation) {
  const heading = make("h3", {}, make("span", { class: `method ${method}` }, method.toUpperCase()), make("code", {}, path));
  const about = make("p", {}, prose([operation.summary, operation.description].filter(Boolean).join(" — ")));
  const content = make("article", { id: operation.operationId }, heading, about);
  const parameters = (operation.parameters ?? []).map((/** @type {Json} */ one) => [one.name, one, one.required]);
  if (parameters.length > 0) content.append(part("Parameters", list(parameters)));
  const sent = operation.requestBody?.content?.["application/json"]?.schema;
  if (sent) content.append(part("Body", list(fieldsOf(api, sent)), sample(example(api, sent))));
  for (const [status, answer] of Object.entries(operation.responses)) content.append(answered(api, status, resolve(api, answer)));
  return content;
}

/** @param {Json} api @param {string} status @param {Json} answer */
function answered(api, status, answer) {
  const about = make("p", {}, make("code", {}, status), " ", prose(answer.description));
  const schema = answer.content?.["application/json"]?.schema;
  if (!schema || Number(status) >= 400) return about;
  const details = make("details", {}, make("summary", {}, "Answer"), list(fieldsOf(api, schema)), sample(example(api, schema)));
  return make("div", {}, about, details);
}

/** @param {any} value */
function sample(value) {
  return make("pre", {}, JSON.stringify(value, null, 2));
}

/** @param {Json} api */
function render(api) {
  const contents = make("ul");
  const sections = (api.tags ?? []).map((/** @type {Json} */ tag) => {
    const section = make("section", {}, make("h2", {}, tag.name), make("p", {}, prose(tag.description)));
    for (const [path, item] of Object.entries(api.paths)) {
      for (const method of METHODS.filter((name) => item[name]?.tags?.includes(tag.name))) {
        const operation = item[method];
        section.append(article(api, path, method, operation));
        const label = make("span", { class: `method ${method}` }, method.toUpperCase());
        contents.append(make("li", {}, make("a", { href: `#${operation.operationId}` }, label, make("code", {}, path))));
      }
    }
    return section;
  });
  const schemas = Object.keys(api.components.schemas).map((name) => {
    const schema = { $ref: `#/components/schemas/${name}` };
    const whole = resolve(api, schema);
    const values = (whole.enum ?? (whole.oneOf ?? []).flatMap((/** @type {Json} */ one) => one.enum ?? [])).join(" | ");
    const body = values ? make("p", {}, make("code", {}, values)) : list(fieldsOf(api, schema));
    return make("article", { id: name }, make("h3", {}, name), make("p", {}, prose(whole.description)), body);
  });
  document.getElementById("about")?.replaceChildren(`${api.info.description} Version ${api.info.version}.`);
  document.getElementById("contents")?.replaceChildren(contents);
  document.getElementById("reference")?.replaceChildren(...sections, make("section", {}, make("h2", {}, "bodies"), ...schemas));
}

const answer = await fetch("/openapi.json");
render(await answer.json());
