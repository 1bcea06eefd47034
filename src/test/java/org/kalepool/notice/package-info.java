/** Tests of the outbox and of farmers' notices. */
@org.jspecify.annotations.NullMarked
package org.kalepool.notice;
