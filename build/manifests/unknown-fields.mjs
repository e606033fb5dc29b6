// The compiled schemas say nothing about fields that they do not know: an API server would drop them, a misspelled one silently.
// But each field that a schema knows is read by its validator, and a map is walked. So: watch what is read; the rest is unknown.

/** A view of `value` that notes what is read of it, and a function that tells, after a validation, the paths that nobody read. */
export function watch(value) {
  const nodes = [];
  return {
    proxy: observe(value, '', nodes),
    unknown: () => nodes.flatMap(({ path, target, read, walked }) =>
      walked || Array.isArray(target) ? [] : Object.keys(target).filter((key) => !read.has(key)).map((key) => `${path}.${key}`)),
  };
}

function observe(value, path, nodes) {
  if (typeof value !== 'object' || value === null) return value;
  const node = { path: path || '', target: value, read: new Set(), walked: false };
  nodes.push(node);
  const views = new Map();
  return new Proxy(value, {
    get(target, key) {
      if (typeof key === 'symbol') return Reflect.get(target, key);
      node.read.add(key);
      if (!Object.hasOwn(target, key)) return Reflect.get(target, key);
      if (!views.has(key)) views.set(key, observe(target[key], Array.isArray(target) ? `${path}[${key}]` : `${path}.${key}`, nodes));
      return views.get(key);
    },
    ownKeys(target) {
      node.walked = true;
      return Reflect.ownKeys(target);
    },
  });
}
