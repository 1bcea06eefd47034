/** Every setting is known, described in the documents, and refused when it is wrong. */
@org.jspecify.annotations.NullMarked
package org.kalepool.cli.settings;
