//! The fields of a part of a document, each with its label, lists as tables; and the documents that are made of nothing else: messages
//! and their data.

use std::fmt::Write as _;

use taxdoc::profile::vn::invoice::choose::envelope_table;
use taxdoc::profile::vn::invoice::read::Message;
use taxdoc::profile::vn::invoice::read::Payload;
use taxdoc::profile::vn::invoice::table::Shape;
use taxdoc::profile::vn::invoice::table::Table;
use taxdoc::rules::Template;
use taxdoc::xml::Node;

use crate::escape::markup;
use crate::words;

use super::form::LINES;
use super::form::Sheet;

/// Columns of a list that fit on a page.
const COLUMNS: usize = 8;

/// The format nests six levels; a hostile file goes deeper in vain.
const DEPTH: usize = 10;

impl<'d> Sheet<'_, 'd> {
    /// What stands around the documents: sender, receiver, type.
    pub(super) fn message(&mut self, message: &Message<'d>) {
        let Some(header) = message.header.and_then(|id| self.node(id)) else { return };
        self.write("<div class=\"sheet\">\n<dl class=\"block\">\n");
        self.title(header, self.say(Template::new("Thông điệp", "Message")));
        self.leaves(header, Some(envelope_table(message)), "TTChung", &[], 0);
        self.write("</dl>\n</div>\n");
    }

    /// A document that has no lines and totals.
    pub(super) fn payload(&mut self, payload: &Payload<'d>, table: Option<&Table>) {
        let title = self.say(payload.title);
        let notes: String = self.notes(payload.node).into_iter().map(|(link, _)| link).collect();
        self.write(&format!(
            "<section class=\"sheet\">\n<div class=\"head\"><h3>{}{notes}</h3></div>\n<dl class=\"block\">\n",
            markup(title)
        ));
        // Signatures have cards of their own.
        self.leaves(payload.element(), table, "", &["DSCKS", "Signature"], 0);
        self.write("</dl>\n</section>\n");
    }

    /// Every simple value below an element with its label of the table, groups below in order.
    pub(super) fn block(&mut self, node: Node<'d>, table: Option<&Table>, path: &str, leave_out: &[&str]) {
        let title = table.and_then(|table| table.row(path)).map_or("", |row| self.say(row.title));
        self.write("<dl class=\"block\">\n");
        self.title(node, title);
        self.leaves(node, table, path, leave_out, 0);
        self.write("</dl>\n");
    }

    /// The name of a group with the findings about it.
    fn title(&mut self, node: Node<'d>, title: &str) {
        let notes: String = self.notes(node.id()).into_iter().map(|(link, _)| link).collect();
        let _ = writeln!(self.page.out, "<dt class=\"title\">{}</dt><dd>{notes}</dd>", markup(title));
    }

    fn leaves(&mut self, node: Node<'d>, table: Option<&Table>, path: &str, leave_out: &[&str], depth: usize) {
        for child in node.elements().filter(|child| !leave_out.contains(&child.local_name())) {
            if self.left == 0 {
                return;
            }
            let path = below(path, child);
            let label = self.label(table, &path, child);
            if child.elements().next().is_none() {
                let value = self.leaf(child, table, &path);
                let _ = writeln!(self.page.out, "<dt>{}</dt><dd>{value}</dd>", markup(label));
            } else if let Some(columns) = columns(child) {
                self.list(child, table, &path, label, &columns);
            } else if depth < DEPTH {
                // A list of its own, for groups of one kind repeat their labels.
                self.write("</dl>\n<dl class=\"block part\">\n");
                self.title(child, label);
                self.leaves(child, table, &path, leave_out, depth + 1);
            }
        }
    }

    /// Equal groups as a table, a group a row.
    fn list(&mut self, list: Node<'d>, table: Option<&Table>, path: &str, label: &str, columns: &[Node<'d>]) {
        let notes: String = self.notes(list.id()).into_iter().map(|(link, _)| link).collect();
        let _ = write!(
            self.page.out,
            "<dt class=\"list\">{}{notes}</dt><dd class=\"list\"><div class=\"wide\"><table><thead><tr>",
            markup(label)
        );
        let Some(first) = list.elements().next() else { return };
        let path = below(path, first);
        for column in columns {
            let path = below(&path, *column);
            let (label, class) = (self.label(table, &path, *column), class(table, &path));
            let _ = write!(self.page.out, "<th scope=\"col\"{class}>{}</th>", markup(label));
        }
        self.write("</tr></thead><tbody>\n");
        for row in list.elements().take(LINES) {
            let mut notes: String = self.notes(row.id()).into_iter().map(|(link, _)| link).collect();
            self.write("<tr>");
            for column in columns {
                let path = below(&path, *column);
                let value = row.child(column.local_name()).map(|cell| self.leaf(cell, table, &path)).unwrap_or_default();
                let class = class(table, &path);
                let _ = write!(self.page.out, "<td{class}>{value}{}</td>", std::mem::take(&mut notes));
            }
            self.write("</tr>\n");
        }
        self.write("</tbody></table></div>");
        let more = list.elements().count().saturating_sub(LINES);
        if more > 0 {
            let _ = write!(self.page.out, "<p>… +{more}</p>");
        }
        self.write("</dd>\n");
    }

    fn leaf(&mut self, node: Node<'d>, table: Option<&Table>, path: &str) -> String {
        self.left = self.left.saturating_sub(1);
        let text = node.text();
        let trimmed = taxdoc::xml::trim(&text);
        let language = self.page.language;
        let shown = if is_amount(table, path) { words::amount(trimmed, language) } else { words::date(trimmed, language) };
        self.value(node.id(), &shown)
    }

    /// The label of the table, or the name of the element.
    fn label(&self, table: Option<&Table>, path: &str, node: Node<'d>) -> &'d str {
        table.and_then(|table| table.row(path)).map_or(node.local_name(), |row| self.say(row.title))
    }
}

fn below(path: &str, child: Node<'_>) -> String {
    if path.is_empty() { child.local_name().to_owned() } else { format!("{path}/{}", child.local_name()) }
}

/// Numbers with decimals are amounts, quantities and rates; those without count and number things.
fn is_amount(table: Option<&Table>, path: &str) -> bool {
    let shape = table.and_then(|table| table.row(path)).map(|row| row.shape);
    matches!(shape, Some(Shape::Number(_, decimals)) if decimals > 0)
}

fn class(table: Option<&Table>, path: &str) -> &'static str {
    if is_amount(table, path) { " class=\"number\"" } else { "" }
}

/// The fields of a list whose entries are of one name and hold simple values only, few enough for a table.
fn columns<'d>(list: Node<'d>) -> Option<Vec<Node<'d>>> {
    let mut columns: Vec<Node<'d>> = Vec::new();
    let first = list.elements().next()?;
    for entry in list.elements().take(LINES) {
        if entry.local_name() != first.local_name() {
            return None;
        }
        for (index, field) in entry.elements().enumerate() {
            if index >= 2 * COLUMNS || field.elements().next().is_some() {
                return None;
            }
            if !columns.iter().any(|column| column.local_name() == field.local_name()) {
                columns.push(field);
            }
        }
    }
    (1..=COLUMNS).contains(&columns.len()).then_some(columns)
}
