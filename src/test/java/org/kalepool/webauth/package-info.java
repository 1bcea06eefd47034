/** Tests of logging in by a wallet. */
@org.jspecify.annotations.NullMarked
package org.kalepool.webauth;
