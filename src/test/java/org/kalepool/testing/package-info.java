/** What tests share: a real PostgreSQL, and the pool stepped by hand. */
@org.jspecify.annotations.NullMarked
package org.kalepool.testing;
