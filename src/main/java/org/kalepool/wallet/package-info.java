/**
 * Custody: makes keys, keeps them encrypted at rest, and signs. No secret leaves this package in
 * any form.
 */
@org.jspecify.annotations.NullMarked
package org.kalepool.wallet;
