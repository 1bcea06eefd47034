package org.kalepool.ops;

import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import org.hibernate.annotations.Immutable;

/** A row of the view {@code block_summary}: counted anew. */
@Entity
@Immutable
@Table(name = "block_summary")
class BlockSummaryView extends BlockSummary {}
