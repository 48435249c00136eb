// The pages that oidc-provider leaves to its host: sign-in, consent, device and logout, without scripts.
const policy = (targets) => ["default-src 'none'", "style-src 'none'", `form-action 'self' ${targets.join(' ')}`, "base-uri 'none'", "frame-ancestors 'none'"].join('; ');

export function page(title, main, targets = []) {
  return {
    headers: { 'content-type': 'text/html; charset=utf-8', 'content-security-policy': policy(targets), 'cache-control': 'no-store' },
    html: `<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>${title}</title></head><body><main><h1>${title}</h1>${main}</main></body></html>`,
  };
}

export const signIn = (uid, targets) => page('Sign in', `<form method="post" action="/interaction/${uid}">
  <label for="username">User name</label> <input id="username" name="username" autocomplete="username">
  <label for="password">Password</label> <input id="password" name="password" type="password" autocomplete="current-password">
  <button>Sign in</button></form>`, targets);

export const consent = (uid, targets) => page('Allow access', `<form method="post" action="/interaction/${uid}">
  <button name="decision" value="allow">Allow</button> <button name="decision" value="deny">Deny</button></form>`, targets);

/** For the forms that oidc-provider writes itself and gives no button. */
export const withButton = (title, form, button, targets) => page(title, form.replace('</form>', `${button}</form>`), targets);
