export function StatsPage() {
  return <p>StatsPage</p>;
}
