'use strict';

// The SDK hands bodies on as they are and reads answers without a look at them; what it knows of either stands in its declarations
// alone. They are read here, so that a field it does not know is seen in both directions.
const { existsSync, readFileSync } = require('node:fs');
const { join } = require('node:path');

const plain = (name) => name.replace(/[^a-zA-Z0-9]/g, '').toLowerCase();

class Models {
  /**
   * @param {string} folder where the declarations lie.
   * @param {object} classes the SDK's exports.
   */
  constructor(folder, classes) {
    this.folder = folder;
    this.classes = classes;
    this.known = new Map();
  }

  /** Builds a model by its own methods, as a user of the SDK does. */
  build(type, json) {
    const item = this.#item(type);
    if (item !== undefined) {
      return json.map((element) => this.build(item, element));
    }
    const fields = this.#fields(type);
    if (fields === undefined) {
      return json;
    }
    const model = new this.classes[type]();
    for (const [name, value] of Object.entries(json)) {
      const field = fields.get(plain(name));
      if (field === undefined) {
        throw new TypeError(`${type} has no ${name}.`);
      }
      model[`with${field.method}`](this.build(field.type, value));
    }
    return model;
  }

  /** Names what in an answer the SDK does not know, or knows as something else. */
  strangers(type, json, path = '') {
    if (json === null) {
      return [];
    }
    const item = this.#item(type);
    if (item !== undefined) {
      return Array.isArray(json) ? [...new Set(json.flatMap((element) => this.strangers(item, element, `${path}[]`)))] : [path];
    }
    const map = /^\{ \[key: string\]: (.+?);? \}$/.exec(type);
    if (map !== null) {
      return [...new Set(Object.values(json).flatMap((value) => this.strangers(map[1], value, `${path}{}`)))];
    }
    const fields = this.#fields(type);
    if (fields === undefined) {
      const simple = { Date: 'string', string: 'string', number: 'number', boolean: 'boolean' }[type.split(' | ').pop()];
      return simple === undefined || simple === typeof json ? [] : [`${path} is a ${typeof json}, not a ${simple}`];
    }
    return Object.entries(json).flatMap(([name, value]) => {
      const field = fields.get(plain(name));
      const full = path === '' ? name : `${path}.${name}`;
      return field === undefined ? [full] : this.strangers(field.type, value, full);
    });
  }

  #item(type) {
    return /^Array<(.+?)>( \| Array<string>)?$/.exec(type)?.[1];
  }

  #fields(type) {
    const path = join(this.folder, 'model', `${type}.d.ts`);
    if (!/^\w+$/.test(type) || !existsSync(path)) {
      return undefined;
    }
    if (!this.known.has(type)) {
      const methods = readFileSync(path, 'utf8').matchAll(/^ {4}with(\w+)\(\w+: ([^]+?)\): \w+;$/gm);
      const fields = [...methods].map(([, method, declared]) => [plain(method), { method, type: declared.replace(/\s+/g, ' ') }]);
      this.known.set(type, new Map(fields));
    }
    return this.known.get(type);
  }
}

module.exports = Models;
