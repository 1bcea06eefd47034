/** {@code pool serve}, the pool's process, and what it needs around it. */
@org.jspecify.annotations.NullMarked
package org.kalepool.cli.serve;
