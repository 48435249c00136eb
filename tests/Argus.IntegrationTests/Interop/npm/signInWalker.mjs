// What a person does in a browser, over HTTP alone: follows redirects, keeps cookies as a browser keeps them, signs in and agrees to whatever a page asks.
import { CookieJar } from 'tough-cookie';
import { formsOf } from './page.mjs';

const affirmative = ['allow', 'sign_out', 'yes'];
const mostSteps = 30;

/** The page that answers last when there is nothing to agree to any more, or the URL of the client that the browser is sent to. */
export class Walker {
  #jar = new CookieJar();

  /** What it saw of each page that asked something: the names of the fields, in their order. */
  pages = [];

  constructor(user) {
    this.user = user;
  }

  /** Walks from a URL to one that begins with `end`, which is not asked for; without `end`, to a page without a form. */
  async walk(url, end) {
    let request = { url: new URL(url), method: 'GET' };
    for (let step = 0; step < mostSteps; step += 1) {
      if (end && request.url.href.startsWith(end)) return request.url;
      const response = await this.#send(request);
      const next = await this.#next(request, response, end);
      if (!next) return request.url;
      request = next;
    }
    throw new Error(`No end after ${mostSteps} pages, the last at ${request.url.origin}${request.url.pathname}`);
  }

  async #send({ url, method, form, from }) {
    const headers = { accept: 'text/html', cookie: await this.#jar.getCookieString(url.href) };
    if (method === 'POST') Object.assign(headers, { origin: from.origin, referer: from.href, 'sec-fetch-site': from.origin === url.origin ? 'same-origin' : 'cross-site' });
    const response = await fetch(url, { method, body: form, headers, redirect: 'manual' });
    for (const cookie of response.headers.getSetCookie()) await this.#jar.setCookie(cookie, url.href);
    return response;
  }

  async #next({ url }, response, end) {
    const location = response.headers.get('location');
    if (response.status >= 300 && response.status < 400 && location) return { url: new URL(location, url), method: 'GET' };
    const html = await response.text();
    if (!response.ok) throw new Error(`${response.status} at ${url.origin}${url.pathname}: ${html.slice(0, 500)}`);
    const form = this.#choose(formsOf(html));
    if (form) return this.#submit(form, url);
    if (end) throw new Error(`A page that leads nowhere at ${url.origin}${url.pathname}: ${html.slice(0, 500)}`);
    return undefined;
  }

  #choose(forms) {
    const asks = (form) => form.inputs.some((input) => input.type === 'password') || form.buttons.some((button) => affirmative.includes(button.value));
    return forms.find(asks) ?? forms[0];
  }

  #submit({ method, action, inputs, buttons }, from) {
    const given = { username: this.user.name, password: this.user.password };
    const fields = new URLSearchParams(inputs.map(({ name, value = '' }) => [name, given[name] ?? value]));
    const button = buttons.find(({ value }) => affirmative.includes(value)) ?? buttons[0];
    if (button?.name) fields.set(button.name, button.value ?? '');
    this.pages.push([...fields.keys()]);
    const url = new URL(action || from, from);
    if (method === 'POST') return { url, method, form: fields, from };
    url.search = fields;
    return { url, method: 'GET' };
  }
}
