/** The embedded PostgreSQL: its programs, the user it runs as, its start and its end. */
@org.jspecify.annotations.NullMarked
package org.kalepool.cli.postgres;
