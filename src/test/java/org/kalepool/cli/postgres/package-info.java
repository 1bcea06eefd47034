/** The embedded PostgreSQL, and as whom it runs. */
@org.jspecify.annotations.NullMarked
package org.kalepool.cli.postgres;
