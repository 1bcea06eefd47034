/** What is set, by whom, and whether it may be: known keys, secrets, the database's access. */
@org.jspecify.annotations.NullMarked
package org.kalepool.cli.settings;
