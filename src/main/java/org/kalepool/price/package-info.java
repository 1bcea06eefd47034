/**
 * What KALE is worth in XLM: read now and then from an exchange on the chain, a URL or a setting,
 * kept, and told as the median of a while, so that a trade of a moment moves nothing. Where it is
 * not known, or not any more, it is nobody's to guess: then everything farms.
 */
@org.jspecify.annotations.NullMarked
package org.kalepool.price;
