/** {@code pool pooler}: a pooler's machine, without a database. */
@org.jspecify.annotations.NullMarked
package org.kalepool.cli.machine;
