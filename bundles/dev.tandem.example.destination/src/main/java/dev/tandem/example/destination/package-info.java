/**
 * A destination as a stranger would write one: folders of plain files, of the scheme {@code plain}.
 */
package dev.tandem.example.destination;
