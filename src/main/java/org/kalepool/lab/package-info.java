/** What tries the farm out, and no farm needs. At its root is what several of its rooms use. */
@org.jspecify.annotations.NullMarked
package org.kalepool.lab;
