// Sign-in with the identity provider that the charm is integrated with.

import { auth } from 'express-openid-connect';

import { config } from './config.js';

const env = process.env;

export function login() {
  if (!env.APP_OIDC_CLIENT_ID) {
    return (request, response, next) => next();
  }
  return auth({
    authRequired: false,
    baseURL: config.baseUrl,
    issuerBaseURL: env.APP_OIDC_API_BASE_URL,
    clientID: env.APP_OIDC_CLIENT_ID,
    clientSecret: env.APP_OIDC_CLIENT_SECRET,
    secret: config.secretKey,
    authorizationParams: { response_type: 'code', scope: env.APP_OIDC_SCOPES },
    routes: { callback: env.APP_OIDC_REDIRECT_PATH },
  });
}
