/** Tests of the pages: what they say over HTTP, and what a browser makes of them. */
@org.jspecify.annotations.NullMarked
package org.kalepool.pages;
