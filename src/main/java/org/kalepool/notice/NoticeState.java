package org.kalepool.notice;

/** How far a notice is. */
public enum NoticeState {
  /** To be delivered. */
  WAITING,
  /** The receiver has taken it. */
  SENT,
  /** Nobody took it in time. */
  GIVEN_UP
}
