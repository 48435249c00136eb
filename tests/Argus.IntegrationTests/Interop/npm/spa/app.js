// A single-page app as oidc-client-ts wants it. The status says what happened last, as JSON.
async function start() {
  const { issuer, clientId, scope, resource } = await (await fetch('/settings.json')).json();
  const manager = new oidc.UserManager({
    authority: issuer,
    client_id: clientId,
    redirect_uri: `${location.origin}/callback`,
    post_logout_redirect_uri: `${location.origin}/signed-out`,
    scope,
    resource,
    loadUserInfo: true,
    automaticSilentRenew: false,
    revokeTokensOnSignout: false,
  });

  const say = (happened, user, more) => {
    document.getElementById('status').textContent = JSON.stringify({ happened, profile: user?.profile, scope: user?.scope, expiresIn: user?.expires_in, ...more });
  };
  const attempt = (action) => () => action().catch((error) => say('failed', undefined, { error: error.error ?? error.message }));

  // OpenID Connect Core §11 has offline_access granted to whom the person was asked about.
  document.getElementById('sign-in').onclick = attempt(() => manager.signinRedirect({ prompt: 'consent' }));
  document.getElementById('renew').onclick = attempt(async () => {
    const before = await manager.getUser();
    const user = await manager.signinSilent(); // With the refresh token, because there is one.
    say('renewed', user, { rotated: user.refresh_token !== before.refresh_token, anew: user.access_token !== before.access_token });
  });
  document.getElementById('sign-out').onclick = attempt(() => manager.signoutRedirect());

  await attempt(async () => {
    if (location.pathname === '/callback') say('signed in', await manager.signinCallback());
    else if (location.pathname === '/signed-out') await manager.signoutCallback().then(() => say('signed out'));
    else say('ready');
  })();
}

start();
