// A sign-up form of Vue, with v-model, that makes place for a "Thank you" as it is sent.

import { createApp, ref } from "vue";

const template = `
  <p v-if="isDone" role="status">Thank you</p>
  <form v-else @submit.prevent="isDone = true">
    <h1>Sign up</h1>
    <label>Name <input v-model="name" name="name" required></label>
    <label>E-mail <input v-model="email" name="email" type="email" required></label>
    <label>Password <input v-model="password" name="password" type="password" required></label>
    <button>Create account</button>
  </form>
`;

const setup = () => ({ name: ref(""), email: ref(""), password: ref(""), isDone: ref(false) });

createApp({ template, setup }).mount("#app");
