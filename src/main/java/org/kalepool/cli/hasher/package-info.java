/** {@code pool hasher}: a machine that only hashes, for a pooler that it reaches by a broker. */
@org.jspecify.annotations.NullMarked
package org.kalepool.cli.hasher;
