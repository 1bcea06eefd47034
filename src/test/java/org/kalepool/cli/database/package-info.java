/** Backup, restore, roles, and a database that stops, fails over or loses rows. */
@org.jspecify.annotations.NullMarked
package org.kalepool.cli.database;
