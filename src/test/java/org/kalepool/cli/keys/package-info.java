/** The command that makes an operators' key. */
@org.jspecify.annotations.NullMarked
package org.kalepool.cli.keys;
