package org.kalepool.ops;

import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import org.hibernate.annotations.Immutable;

/** A row of the view {@code listed_blocks}: kept figures, but for the newest blocks. */
@Entity
@Immutable
@Table(name = "listed_blocks")
class ListedBlockView extends BlockSummary {}
