export default function Page() {
  return <p>About us</p>;
}
