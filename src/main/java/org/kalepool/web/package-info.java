/**
 * What all REST resources share: problem documents (RFC 9457), strict JSON, authentication by
 * bearer token, idempotent POSTs, paging, rate limits. It knows no module's rules: a module that
 * hands out tokens provides {@link org.kalepool.web.TokenOwners}, and one that refuses throws
 * {@link org.kalepool.web.ProblemException}.
 */
@org.jspecify.annotations.NullMarked
package org.kalepool.web;
