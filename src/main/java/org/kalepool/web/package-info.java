/** What all REST resources share: problem documents, authentication, idempotency, paging, pages. */
@org.jspecify.annotations.NullMarked
package org.kalepool.web;
