/**
 * {@code pool demo}: a few blocks for several farmers on the embedded network, and their balance
 * sheet.
 */
@org.jspecify.annotations.NullMarked
package org.kalepool.lab.demo;
