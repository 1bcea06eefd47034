/** Which modules there are, what each may know, and whose tables its SQL may touch. */
@org.jspecify.annotations.NullMarked
package org.kalepool;
