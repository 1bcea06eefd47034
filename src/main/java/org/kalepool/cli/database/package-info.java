/** Commands for the pool's database: backup, restore, archive. */
@org.jspecify.annotations.NullMarked
package org.kalepool.cli.database;
