/** The process's own pooler, as its settings and its database have it. */
@org.jspecify.annotations.NullMarked
package org.kalepool.pooler;
