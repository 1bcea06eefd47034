@org.jspecify.annotations.NullMarked
package org.kalepool.work.fleet;
