@org.jspecify.annotations.NullMarked
package org.kalepool.vault;
